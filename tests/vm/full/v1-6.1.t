#!/bin/bash
exec "$(dirname "$0")/../on-layout" --all v1 6.1
