"""The parts of the briefing builder: outline, pages, cards, and the check before sharing."""
