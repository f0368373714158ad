#!/bin/bash
exec "$(dirname "$0")/../two-hosts"
