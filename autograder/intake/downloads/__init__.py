"""What learning platforms call the files of a bulk download, and whose they are."""
