#!/bin/bash
exec "$(dirname "$0")/on-layout" v2 6.1
