/* bzlib.h uses FILE. */
#include <stdio.h>
#include <bzlib.h>
