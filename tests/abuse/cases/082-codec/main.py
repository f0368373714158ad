# -*- coding: evil -*-
print("held")
