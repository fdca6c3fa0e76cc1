"""Live records of scrutiny and engagement: work programme, recommendations, replies, you said and we did."""
