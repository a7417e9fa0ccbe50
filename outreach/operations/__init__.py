"""What needs several stages at once: starting a round, a tick of the service, the demo."""
