"""Work that takes longer than a page may: asked for, done in a process of its own, watched."""
