/*
 * As many words of judges as fit, one below the other, and no program.
 * @verdict CE
 */
#line 1 "internal-error: runguard"
#warning "box: cannot join the control groups"
#line 1 "assize"
#warning "error: the box died"
#line 1 "verdict"
#error AC
