#!/bin/bash
exec "$(dirname "$0")/../on-layout" --all v2 6.12
