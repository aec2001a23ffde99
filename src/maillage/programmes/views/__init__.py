"""Pages of programmes: public, the applicant's, the programme's own."""
