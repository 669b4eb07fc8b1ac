"""What the kernel lets student code do: Landlock, seccomp, namespaces, cgroups."""
