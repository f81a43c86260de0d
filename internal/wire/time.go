package wire

import "time"

// parseTime reads 2006-01-02T15:04:05, a fraction of one to nine digits, and Z, +hh:mm or nothing for UTC.
func (r *Reader) parseTime(b []byte) (t time.Time, ok bool) {
	if len(b) < 19 || b[4] != '-' || b[7] != '-' || b[10] != 'T' || b[13] != ':' || b[16] != ':' {
		return t, false
	}
	year := digits(b[0:2])*100 + digits(b[2:4])
	month, day := digits(b[5:7]), digits(b[8:10])
	hour, minute, second := digits(b[11:13]), digits(b[14:16]), digits(b[17:19])
	if digits(b[0:2]) < 0 || digits(b[2:4]) < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) ||
		hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 {
		return t, false
	}
	rest := b[19:]
	nanos := 0
	if len(rest) > 0 && rest[0] == '.' {
		n := 1
		scale := 100_000_000
		for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			nanos += int(rest[n]-'0') * scale
			scale /= 10
			n++
		}
		if n == 1 || n > 10 {
			return t, false
		}
		rest = rest[n:]
	}
	offset := 0
	if len(rest) > 0 && string(rest) != "Z" {
		if len(rest) != 6 || rest[0] != '+' && rest[0] != '-' || rest[3] != ':' {
			return t, false
		}
		hours, minutes := digits(rest[1:3]), digits(rest[4:6])
		if hours < 0 || hours > 23 || minutes < 0 || minutes > 59 {
			return t, false
		}
		offset = (hours*60 + minutes) * 60
		if rest[0] == '-' {
			offset = -offset
		}
	}
	seconds := int64(daysBefore(year, month, day))*86400 + int64(hour*3600+minute*60+second-offset)
	return time.Unix(seconds, int64(nanos)).In(r.location(offset)), true
}

// location returns the zone of an offset in seconds. Documents of one engine have one or two.
func (r *Reader) location(offset int) *time.Location {
	if offset == 0 {
		return time.UTC
	}
	if r.zone == nil || int(r.zoneOffset) != offset {
		r.zone, r.zoneOffset = time.FixedZone("", offset), int32(offset)
	}
	return r.zone
}

// digits returns the value of two digits, or -1.
func digits(b []byte) int {
	x, y := b[0]-'0', b[1]-'0'
	if x > 9 || y > 9 {
		return -1
	}
	return int(x)*10 + int(y)
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// daysBefore returns the days from 1970-01-01 to a date of the Gregorian calendar. Years begin in March here, so that the leap day is
// the last one, and 153 days are five months of 31 30 31 30 31.
func daysBefore(year, month, day int) int {
	if month < 3 {
		year--
		month += 12
	}
	year += 400 // year 0 in January would be negative
	return year*365 + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1 - 719468 - 146097
}

// appendTime appends t as 2006-01-02T15:04:05.000Z07:00. Its year has four digits, and its offset whole minutes.
func appendTime(b []byte, t time.Time) []byte {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	b = appendTwo(appendTwo(b, year/100, 0), year%100, '-')
	b = appendTwo(appendTwo(b, int(month), '-'), day, 'T')
	b = appendTwo(appendTwo(b, hour, ':'), minute, ':')
	millis := t.Nanosecond() / 1_000_000
	b = append(appendTwo(b, second, '.'), byte('0'+millis/100))
	b = appendTwo(b, millis%100, 0)
	_, offset := t.Zone()
	if offset == 0 {
		return append(b, 'Z')
	}
	sign := byte('+')
	if offset < 0 {
		sign, offset = '-', -offset
	}
	return appendTwo(appendTwo(append(b, sign), offset/3600, ':'), offset/60%60, 0)
}

// appendTwo appends two digits, and what follows them unless that is 0.
func appendTwo(b []byte, n int, next byte) []byte {
	b = append(b, byte('0'+n/10), byte('0'+n%10))
	if next != 0 {
		b = append(b, next)
	}
	return b
}
