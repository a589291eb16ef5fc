format-srcs :=
format-fakes := fake/none.c
