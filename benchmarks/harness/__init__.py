"""What side_by_side.py and page.py are made of. Standard library only."""
