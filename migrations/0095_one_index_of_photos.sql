-- Two changes of one day had each made it: 0085 keeps its own.
drop index quest_attempt_picture;
