"""Graph libraries asked for the reach and the components of a graph that the benchmark wrote.

Reads a question a line from standard input, answers `processor-seconds result`. Building the graphs is not counted for
`reach` and `clusters`; `joined` hands the libraries the joins as an array in memory and counts what they make of it.
"""
import sys
import time

import numpy

folder = sys.argv[1]
transactions, addresses, start = (int(word) for word in open(folder + "/sizes").read().split())
graphs = {}


def pairs(name):
    return numpy.fromfile(folder + "/" + name, dtype=numpy.uint32).reshape(-1, 2)


def matrix(edges, size):
    import scipy.sparse

    # 64-bit floats, since the routines would otherwise convert at every call.
    ones = numpy.ones(len(edges))
    made = scipy.sparse.coo_matrix((ones, (edges[:, 0], edges[:, 1])), shape=(size, size)).tocsr()
    return made


def graph(library, name, size):
    if (library, name) not in graphs:
        edges = pairs(name)
        if library == "scipy":
            graphs[library, name] = matrix(edges, size)
        elif library == "rustworkx":
            import rustworkx

            made = rustworkx.PyDiGraph()
            made.add_nodes_from([None] * size)
            made.add_edges_from_no_data(list(map(tuple, edges.tolist())))
            graphs[library, name] = made
        else:
            import igraph

            graphs[library, name] = igraph.Graph(n=size, edges=edges, directed=name == "spends")
    return graphs[library, name]


def reach(library, made):
    if library == "scipy":
        import scipy.sparse.csgraph

        return scipy.sparse.csgraph.breadth_first_order(made, start, return_predecessors=False)
    if library == "rustworkx":
        import rustworkx

        found = rustworkx.descendants(made, start)
        found.add(start)
        return found
    return made.subcomponent(start, mode="out")


def components(library, made):
    if library == "scipy":
        import scipy.sparse.csgraph

        return scipy.sparse.csgraph.connected_components(made, directed=False)[1]
    return made.connected_components(mode="weak").membership


def joined(library):
    """Components from an array of pairs: what the library builds of it is counted."""
    edges = pairs("joins")
    before = time.process_time()
    if library == "scipy":
        made = matrix(edges, addresses)
    else:
        import igraph

        made = igraph.Graph(n=addresses, edges=edges, directed=False)
    answer = components(library, made)
    return time.process_time() - before, answer


def squares(answer):
    return int((numpy.bincount(answer).astype(numpy.int64) ** 2).sum())


for line in sys.stdin:
    question, library = line.split()
    try:
        if question == "joined":
            __import__(library)
            taken, answer = joined(library)
            print(taken, squares(answer), flush=True)
            continue
        name, size, ask = ("spends", transactions, reach) if question == "reach" else ("joins", addresses, components)
        made = graph(library, name, size)
        ask(library, made) if (library, question) not in graphs else None
        graphs[library, question] = True
        before = time.process_time()
        answer = ask(library, made)
        taken = time.process_time() - before
        # What both sides must agree on: how many were reached, or the squares of the components' sizes.
        found = len(answer) if question == "reach" else squares(answer)
        print(taken, found, flush=True)
    except ImportError as error:
        print("missing", str(error).replace(" ", "_"), flush=True)
