"""What a mail is about, and the mails of the apps below, which cannot send any themselves."""
