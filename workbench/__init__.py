"""The Problem-Solving Workbench: guided problem solving for police teams and their partners."""

__version__ = "0.1.0"
