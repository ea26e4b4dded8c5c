"""What is allowed. Standard library only; time is an argument; nothing here opens a file, socket or database."""
