# What tests print of their figures (-showLiveOutput), as Markdown: each test's name, and the last lines of what it printed.
match($0, /^ +.* \[OUTPUT\] /) {
    test = substr($0, 1, RLENGTH - 10)
    sub(/^ +/, "", test)
    sub(/^Nightshift\.(Simulator\.)?Tests\./, "", test)
    if (!(test in count)) order[++tests] = test
    line[test, ++count[test]] = substr($0, RLENGTH + 1)
}
END {
    for (t = 1; t <= tests; t++) {
        test = order[t]
        print "* " test
        for (i = count[test] > 4 ? count[test] - 3 : 1; i <= count[test]; i++) print "  * " line[test, i]
    }
}
