"""Bad weather (P5): who is to get something there and then is offered another time before anybody has to ask."""
