loader-srcs := common/boot/elf-image.c common/boot/decompress.c common/boot/unxz.c common/boot/lzma2.c common/boot/gunzip.c lib/crc32.c
loader-fakes := fake/none.c
