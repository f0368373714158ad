#!/bin/bash
exec "$(dirname "$0")/../on-layout" --all hybrid 6.1
