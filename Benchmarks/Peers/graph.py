"""Graph libraries asked for the reach and the components of a graph that the benchmark wrote.

Reads a question a line from standard input, answers `processor-seconds result`. Building the graphs is not counted.
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


for line in sys.stdin:
    question, library = line.split()
    try:
        name, size, ask = ("spends", transactions, reach) if question == "reach" else ("joins", addresses, components)
        made = graph(library, name, size)
        ask(library, made) if (library, question) not in graphs else None
        graphs[library, question] = True
        before = time.process_time()
        answer = ask(library, made)
        taken = time.process_time() - before
        # What both sides must agree on: how many were reached, or the squares of the components' sizes.
        found = len(answer) if question == "reach" else int((numpy.bincount(answer).astype(numpy.int64) ** 2).sum())
        print(taken, found, flush=True)
    except ImportError as error:
        print("missing", str(error).replace(" ", "_"), flush=True)
