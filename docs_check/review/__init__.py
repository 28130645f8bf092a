"""The review page: a local web application in which people decide what the checks found."""
