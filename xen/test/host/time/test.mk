time-srcs := lib/calendar.c arch/x86/time/scale.c arch/x86/time/guest-tsc.c
time-fakes := fake/none.c
