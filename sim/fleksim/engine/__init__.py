"""Computing: the law on a day read for cases, plainly or through the kernel."""
