"""The kernel: rules fused into one compiled loop. The only room that knows Numba."""
