#!/usr/bin/env python3
"""Counts what the sources hold, with other libraries than Clew's: PyYAML, ElementTree, json.

usage: count_sources.py FOLDER   (the folder attribution of the shared data)
Prints one JSON object: tags of all TagPacks, addresses of the OFAC list by code, entries of the label dumps.
"""
import bz2, collections, glob, json, sys
import xml.etree.ElementTree as ET
import yaml

folder = sys.argv[1]
tags = sum(len(yaml.load(open(f), yaml.CSafeLoader)["tags"])
           for f in glob.glob(folder + "/graphsense-tagpacks/packs/**/*.yaml", recursive=True))
actors = len(yaml.load(open(folder + "/graphsense-tagpacks/actors/graphsense.actorpack.yaml"), yaml.CSafeLoader)["actors"])

codes, sanctions, feature = {}, collections.Counter(), None
for event, element in ET.iterparse(bz2.open(folder + "/ofac/sdn_advanced.xml.bz2"), events=("start", "end")):
    name = element.tag.split("}")[1]
    if event == "end" and name == "FeatureType" and (element.text or "").startswith("Digital Currency Address - "):
        codes[element.get("ID")] = element.text.split(" - ")[1]
    if name == "Feature" and event == "start":
        feature = codes.get(element.get("FeatureTypeID"))
    if name == "VersionDetail" and event == "end" and feature:
        sanctions[feature] += 1
    if event == "end" and name in ("DistinctParty", "SanctionsEntry", "Location", "IDRegDocument"):
        element.clear()

labels = {n: len([k for k in json.load(open(f"{folder}/etherscan-labels/{n}-combinedAllLabels.json")) if k])
          for n in ("etherscan", "bscscan", "polygonscan")}
print(json.dumps({"tagpacks": tags, "actors": actors, "ofac": sum(sanctions.values()), "ofac_codes": dict(sanctions),
                  "labels": labels}, sort_keys=True))
