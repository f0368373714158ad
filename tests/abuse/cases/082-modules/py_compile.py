raise SystemExit("error: came through")
