acpi-srcs :=
acpi-fakes := fake/none.c
