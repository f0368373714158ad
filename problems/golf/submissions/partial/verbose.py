# The sum of the first numbers.


def triangle(number):
    return number * (number + 1) // 2


print(triangle(int(input())))
