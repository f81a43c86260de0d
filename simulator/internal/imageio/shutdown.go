package imageio

import "context"

// Shutdown stops listening and returns when all requests that were under way have their answers, or when ctx ends; then it breaks the
// rest and gives the context's error.
func (s *Server) Shutdown(ctx context.Context) error {
	err := s.http.Shutdown(ctx)
	if err != nil {
		s.http.Close()
	}
	<-s.done
	return err
}
