/*
 * A diagnostic that is made to look like a fault of the judge's.
 * @verdict CE
 * @reason judge is broken
 */
#line 1 "internal-error: x"
#error the judge is broken
