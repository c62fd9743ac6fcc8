"""What months come to: stocks, flows, survival, progression, money and what is sure about them."""
