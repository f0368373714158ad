#!/bin/bash
exec "$(dirname "$0")/../on-systemd" 6.12
