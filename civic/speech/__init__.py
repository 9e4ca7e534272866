"""Understanding what is said aloud: the port, and a recogniser that runs on our own machine."""
