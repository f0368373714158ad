#!/bin/bash
exec "$(dirname "$0")/on-layout" v1 6.1
