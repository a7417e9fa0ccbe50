"""The desk's language: English unless a catalog says otherwise."""
