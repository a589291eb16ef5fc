time-srcs := lib/calendar.c arch/x86/time/scale.c
time-fakes := fake/none.c
