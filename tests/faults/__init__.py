"""What happens when processes are killed, the power goes, and disks are full."""
