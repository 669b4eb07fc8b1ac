"""What students hand in as submissions: bytes and text only, nothing is run or unpacked."""
