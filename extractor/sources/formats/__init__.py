"""The input formats, one a module: `knows` tells its files, `opened` opens one. Adding one is adding its file."""
