dnl SPDX-License-Identifier: GPL-2.0-only

dnl XEN_SUBSYSTEM(NAME, DEFAULT, WHAT): --enable-NAME and --disable-NAME; adds NAME to SUBSYSTEMS when its folder exists
AC_DEFUN([XEN_SUBSYSTEM], [
	AC_ARG_ENABLE([$1], [AS_HELP_STRING([m4_if([$2], [yes], [--disable-$1], [--enable-$1])], [$3])], [], [enable_$1=$2])
	AS_CASE([$enable_$1], [yes|no], [], [AC_MSG_ERROR([--enable-$1 takes no argument but yes or no, not "$enable_$1"])])
	AS_IF([test "$enable_$1" = yes], [SUBSYSTEMS="$SUBSYSTEMS $1"])
])

dnl XEN_SWITCH(NAME, VARIABLE, DEFAULT, WHAT): a yes/no feature that ends up as y or n
AC_DEFUN([XEN_SWITCH], [
	AC_ARG_ENABLE([$1], [AS_HELP_STRING([m4_if([$3], [y], [--disable-$1], [--enable-$1])], [$4])],
		[AS_CASE([$enableval], [yes], [$2=y], [no], [$2=n],
			[AC_MSG_ERROR([--enable-$1 takes no argument but yes or no, not "$enableval"])])],
		[$2=$3])
	AC_SUBST([$2])
])

dnl XEN_PATH(OPTION, VARIABLE, DEFAULT, WHAT): --with-OPTION=WHERE
AC_DEFUN([XEN_PATH], [
	AC_ARG_WITH([$1], [AS_HELP_STRING([--with-$1=WHERE], [$4])],
		[AS_CASE([$withval], [yes|no], [AC_MSG_ERROR([--with-$1 needs a value])])
		$2="$withval"], [$2=$3])
	AC_SUBST([$2])
])

dnl XEN_ACCEPTED(NAME...): switches of 4.17 for parts that are not in this tree. Asking for the default is fine; asking
dnl for the part itself is an error, because configure would otherwise promise what make does not build.
AC_DEFUN([XEN_ACCEPTED], [m4_foreach_w([xen_name], [$1], [
	AC_ARG_ENABLE(xen_name, [], [AS_IF([test "$enableval" != no],
		[AC_MSG_ERROR([--enable-]xen_name[: this part is not in this source tree; leave the option out])])])
])])
