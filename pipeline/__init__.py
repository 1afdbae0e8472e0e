"""What all parts share and what outlives a run: nouns, forms, store, hand-over, command line.

    pixels --extractors--> readings --fold--> Case --validators--> findings

``extractors`` turn pixels into readings, ``validators`` turn cases into findings; both are pure.
``flows`` says when and in which order, and is the only folder that knows Prefect.
"""

__version__ = "0.1.0"
