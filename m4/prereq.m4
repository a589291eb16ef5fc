dnl SPDX-License-Identifier: GPL-2.0-only
dnl Prerequisites. A missing one is remembered with the Debian package that has it; XEN_REPORT_MISSING
dnl names them all at once, so that one apt-get puts everything right.

dnl XEN_MISSING(WHAT, PACKAGE)
AC_DEFUN([XEN_MISSING], [
	xen_missing="$xen_missing
  $1  (Debian package $2)"
	xen_packages="$xen_packages $2"
])

dnl XEN_NEED_CC: a compiler that makes programs, without which nothing else can be looked for. AC_PROG_CC would fail as
dnl well, but without the name of a package.
AC_DEFUN([XEN_NEED_CC], [
	AC_MSG_CHECKING([for a C compiler that makes programs])
	xen_cc=
	echo 'int main(void) { return 0; }' >conftest.c
	for xen_try in "$CC" ${host_alias:+"$host_alias-gcc"} gcc cc clang; do
		AS_IF([test -n "$xen_try" && $xen_try -o conftest conftest.c >/dev/null 2>&1], [xen_cc=$xen_try; break])
	done
	rm -f conftest conftest.c
	AC_MSG_RESULT([${xen_cc:-no}])
	AS_IF([test -z "$xen_cc"], [
		xen_packages=`sed -n 's/^build *//p' "$srcdir/automation/packages" 2>/dev/null | tr '\n' ' '`
		AC_MSG_ERROR([no C compiler that makes programs, so nothing else could be looked for.

Install all that building needs (Debian packages) and run configure again:
  apt-get install ${xen_packages:-gcc libc6-dev make}
])
	])
])

dnl XEN_NEED_PROG(VARIABLE, PROGRAMS, PACKAGE): VARIABLE= on the command line or in the environment wins
AC_DEFUN([XEN_NEED_PROG], [
	AC_ARG_VAR([$1], [the program to use for $2])
	AC_CHECK_PROGS([$1], [$2])
	AS_IF([test -z "$$1"], [XEN_MISSING([program $2], [$3])])
])

dnl XEN_NEED_LIB(LIBRARY, FUNCTION, HEADER, PACKAGE)
AC_DEFUN([XEN_NEED_LIB], [
	xen_have=yes
	AC_CHECK_HEADER([$3], [], [xen_have=no])
	AC_CHECK_LIB([$1], [$2], [:], [xen_have=no])
	AS_IF([test $xen_have = no], [XEN_MISSING([library $1, header $3], [$4])])
])

AC_DEFUN([XEN_REPORT_MISSING], [
	AS_IF([test -n "$xen_missing"], [
		xen_packages=`printf '%s\n' $xen_packages | sort -u | tr '\n' ' '`
		AC_MSG_ERROR([these are missing:
$xen_missing

Install them and run configure again:
  apt-get install $xen_packages
])
	])
])
