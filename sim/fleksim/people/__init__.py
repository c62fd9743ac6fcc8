"""Cases: what a person is to the model, and how cases are read and checked."""
