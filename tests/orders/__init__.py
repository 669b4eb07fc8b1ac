"""The same class in many orders: what a student gets must not depend on who came before."""
