cmdline-srcs := common/param.c common/param-known.c lib/strtoul.c
cmdline-fakes := fake/none.c
